"""The desk's own GraphQL: the same steps as its pages, for telephone systems and other programs of the house."""
