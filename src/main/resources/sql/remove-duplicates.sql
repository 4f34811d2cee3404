-- Leaves one row for each id that is to be replaced, where a table was appended to before: the one received last
delete from {table} t using (
  select tableoid as part, ctid as place,
         row_number() over (partition by id order by {received:received_at desc nulls last, }ctid desc) as n
  from {table} t
  where id in (select id from {stand-in}){window: and t.received_at >= cast('{oldest}' as {time}) - interval '{window}'}) d
where d.n > 1 and t.tableoid = d.part and t.ctid = d.place
