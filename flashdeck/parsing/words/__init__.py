"""What words and titles say about the text they stand in, in the languages of people's notes."""
