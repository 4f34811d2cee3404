copy {into} ({columns:{column}|, }) from stdin{binary: with (format binary)}
