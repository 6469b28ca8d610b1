"""Answers, conversations and briefs as files to keep: docx and Markdown."""
