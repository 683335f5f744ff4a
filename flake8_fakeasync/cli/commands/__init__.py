"""The subcommands, one file each; adding a file adds the subcommand."""
