"""Settings, root URLs and the WSGI door. The environment is read here and nowhere else."""
