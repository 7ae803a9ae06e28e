"""Reports, card: everything a release knows about one enterprise or parcel, on one page (terminal or HTML).

Lives here: finding the enterprise or parcel by code or name, the sections of its page (one SQL file each), and the two
ways to show them. Does not live here: any figure that is not in the release, any link that identity did not make.
"""
