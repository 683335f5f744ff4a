"""How clients end: who creates them, who holds them, who closes them."""
