-- Whether the rows of a batch are loaded already: a commit may be done though the answer to it was lost
select exists (
  select 1 from cameleer.progress
  where file_id = :#${body.parts[0].file}
    and table_name = :#${body.name.qualified}
    and line >= :#${body.parts[0].lastLine})
