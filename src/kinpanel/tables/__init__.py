"""Typed tables and the store that holds them."""
