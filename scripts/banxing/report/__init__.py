"""What people read of an outcome: one report for the trainer, a slip for each candidate. Each is one HTML file."""
