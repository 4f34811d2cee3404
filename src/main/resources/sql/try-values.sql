-- Tries each value on its own: one that the type does not take, or does not write as it came, is refused. Every version of
-- PostgreSQL has that, it needs no privilege and leaves nothing behind
do $try$
declare
  value text;
  refused text[] := cast(array[] as text[]);
begin
  foreach value in array cast(current_setting('cameleer.values') as text[]) loop
    begin
      if not ({condition}) then
        refused := array_append(refused, value);
      end if;
    exception when others then
      refused := array_append(refused, value);
    end;
  end loop;
  perform set_config('cameleer.refused', cast(refused as text), true);
end $try$
