"""The vane (风向标): what the time bank, the activities and the patrols come to, counted each night and led back to its rows."""
