-- What a table defers is checked with each row, not at the end
set constraints all immediate
