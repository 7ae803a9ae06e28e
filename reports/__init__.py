"""Reports: what people open of a release: workbooks for departments and cards of one enterprise or parcel.

Here live the workbooks in Chinese and the cards. Figures are read from the release alone (``park_brain.connect``; from
its draft while it is made), with one exception: the workbooks show rows as received and read them from the lake's text.
Beside it they know the contracts and the ledger (``ingest.contracts``, ``ingest.lake``), the normalised form of a name
(``identity.matching``), and the words and styles of ``feedback``. What a sender gets back for one file (``feedback``)
does not live here.
"""
