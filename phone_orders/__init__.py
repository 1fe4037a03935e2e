"""The desk: lines, calls and orders taken by phone, with its own GraphQL."""
