-- Those of the rows that were refused when each was tried by itself
select n, sqlstate, message, coalesce(detail, '') as detail
from json_to_recordset(cast(current_setting('cameleer.refused_rows') as json))
  as r (n integer, sqlstate text, message text, detail text)
