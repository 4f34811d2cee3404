-- Tries each row by itself, as what it is merged or appended as, and undoes all of it: who is refused is known then. That
-- is plpgsql, since only there an error ends no transaction; the text is a literal, so that no name can end it
do {block}
