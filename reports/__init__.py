"""Reports: what people open of a release: workbooks for departments and cards of one enterprise or parcel.

Here live the workbooks in Chinese and the cards; figures are read from the release through ``park_brain.connect``
alone, with one exception: the workbooks show rows as received and read them from the lake's text. What a sender gets
back for one file (``feedback``) does not live here.
"""
