"""Files that people bring and papers that the house prints.

An uploaded file is identified by its content, kept once under its hash and served so that no browser runs it.
A paper is a typst template with data, compiled to tagged PDF (PDF/A-2a and PDF/UA-1) in Persian or English.
"""
