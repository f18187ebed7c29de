"""Records → marks → statistics → tables. Marks are hundredths; statistics come from integer sums."""
