-- Flyway sets the path of the session, which a pooler in transaction mode would hand to whoever gets that connection
-- next; taken back before the commit, it never comes into force
reset search_path;
