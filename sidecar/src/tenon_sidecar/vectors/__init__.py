"""Rows of vectors in LanceDB: kept whole, searched exactly, healed when damaged."""
