"""Banks that come from elsewhere and go there: tables and pasted text → a quiz file, and a quiz → a table."""
