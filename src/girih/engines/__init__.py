"""Pure mathematics: no database, no clock, no files, no sentences. Engines are strangers to each other."""
