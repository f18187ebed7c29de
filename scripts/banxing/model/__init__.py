"""Typed models of what authors write. They hold no positions: a `Loc` into the document finds those."""
