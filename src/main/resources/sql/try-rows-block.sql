declare
  r record;
  numbers integer[] := cast(array[] as integer[]);
  states text[] := cast(array[] as text[]);
  messages text[] := cast(array[] as text[]);
  details text[] := cast(array[] as text[]);
  refused_state text;
  refused_message text;
  refused_detail text;
begin
  begin
    for r in select * from {stand-in} loop
      begin
        {merging:update {table} t set {columns:{column} = {cast}r.{column}{otherwise}|, } where t.id = r.id;
        if not found then }insert into {table} ({columns:{column}|, }) values ({columns:r.{column}|, });
        if not found then
          raise sqlstate '02000';
        end if;{merging:
        end if;}
      exception when others then
        get stacked diagnostics
          refused_state = returned_sqlstate, refused_message = message_text, refused_detail = pg_exception_detail;
        if left(refused_state, 2) not in ('02', '22', '23', '44', '54', 'P0') and refused_state <> '42501' then
          raise;
        end if;
        numbers := array_append(numbers, r.{number});
        states := array_append(states, refused_state);
        messages := array_append(messages, refused_message);
        details := array_append(details, refused_detail);
        exit when cardinality(numbers) > {most};
      end;
    end loop;
    raise sqlstate 'CAM00';
  exception when sqlstate 'CAM00' then
    null;
  end;
  perform set_config('cameleer.refused_rows', coalesce(cast((
    select json_agg(json_build_object('n', u.n, 'sqlstate', u.s, 'message', u.m, 'detail', u.d))
    from unnest(numbers, states, messages, details) as u (n, s, m, d)) as text), '[]'), true);
end
