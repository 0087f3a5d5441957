import gc

from oms import create_app

app = create_app()
gc.freeze()  # what was loaded stays, and no request waits while the collector looks at it
