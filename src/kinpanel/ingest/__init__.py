"""From a wave export to typed tables: read, audit, decode, harmonise."""
