-- Whether the rows of a batch are loaded already: a commit may be done though the answer to it was lost
select exists (
  select 1 from cameleer.progress
  where file_id = :#${exchangeProperty.batch.parts[0].file.file.id}
    and table_name = :#${exchangeProperty.batch.name.qualified}
    and line >= :#${exchangeProperty.batch.parts[0].lastLine})
