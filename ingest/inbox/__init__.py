"""Ingest, inbox: what lies there is looked at, named, waited for and copied into the lake, and never followed.

Every entry that is no readable file under a readable name becomes an oddity with a reason, and stops nothing else.
What a file holds, and which region or department it belongs to, is decided elsewhere.
"""
