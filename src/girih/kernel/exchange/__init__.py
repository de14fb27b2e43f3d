"""Bring your spreadsheet, and take one home.

A table of any make is read, its columns are guessed, every row gets a verdict with a reason before anything
is written, what is right is loaded in one transaction, what is not comes back as a file, and the whole import
can be undone. A room that wants this writes an `Importer`.
"""
