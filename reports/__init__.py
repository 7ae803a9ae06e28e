"""Reports: what people open of a release: workbooks for departments, and cards of one enterprise or parcel.

Figures are read from a release only: by cards through ``park_brain.connect``, by workbooks from the verified copy that
is about to be published with them. The one exception is text: workbooks show failing rows as received, from the lake.
Beside that, reports know contracts and ledger (``ingest.contracts``, ``ingest.lake``), the normalised form of a name
(``identity.matching``), masking (``ingest.values.texts``), and the words and styles of ``feedback``.
Does not live here: what a sender gets back for one file (``feedback``).
"""
