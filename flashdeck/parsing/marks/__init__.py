"""The marks by which authors tell questions from answers, wherever a style finds them."""
