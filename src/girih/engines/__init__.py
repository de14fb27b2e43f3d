"""Pure mathematics: no database, no clock, no files, no sentences. Each engine is a stranger to the others."""
