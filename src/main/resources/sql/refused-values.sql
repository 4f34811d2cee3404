-- Those of the values that were refused
select cast(current_setting('cameleer.refused') as text[]) as refused
