"""Files become passages: readers, metadata, dates, language, cutting."""
