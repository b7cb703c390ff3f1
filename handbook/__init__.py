"""The site of the documents: `make docs` writes what is generated, and builds the site."""
