"""Other programs' formats, and our own for taking everything along."""
