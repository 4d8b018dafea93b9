"""The verbs: everything that reads or writes a study's files."""
