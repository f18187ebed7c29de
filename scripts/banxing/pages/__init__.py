"""Models → Markdown and HTML. No MkDocs here: an engine hands in how it links, and takes the text."""
