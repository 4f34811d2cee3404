-- A search path that was set for the session, which a pooler would hand to whoever gets the connection next, never comes
-- into force
reset search_path
