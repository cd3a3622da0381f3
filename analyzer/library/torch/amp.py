# torch.amp: mixed precision; on any device.
from torch.cuda import amp as _amp

GradScaler = _amp.GradScaler
autocast = _amp.autocast
