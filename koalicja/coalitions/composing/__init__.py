"""A composition asked for and answered without a database: tables and rules in, sentences, JSON and a page out."""
