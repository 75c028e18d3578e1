"""Quizzes: what is asked, the session that asks it, its results, and sheets of paper."""
