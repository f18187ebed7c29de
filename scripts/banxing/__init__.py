"""Banxing (伴行): training as code for supervisors of administrative enforcement."""

__version__ = "0.1.0"
