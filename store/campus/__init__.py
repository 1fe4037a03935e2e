"""Delivers what was bought: enrolments, lessons, certificates, membership."""
