"""The archive's glossary: terms found in its documents, their names in four languages, what they mean."""
