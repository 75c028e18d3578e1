"""The use cases: everything that a face of the program calls."""
