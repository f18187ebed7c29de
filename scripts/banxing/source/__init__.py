"""Readers of authored files. Each returns what it could read, with positions, and the faults it met."""
