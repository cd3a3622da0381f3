# Why it is here: a Trainer class with a dataclass config, a custom Dataset, collate_fn with padding, early stopping and try/except.
from __future__ import annotations

import dataclasses
from dataclasses import dataclass, field
from typing import Any, Callable, Dict, List, Optional, Tuple

import torch
from torch import nn
from torch.nn.utils.rnn import pad_sequence
from torch.utils.data import DataLoader, Dataset, random_split


@dataclass
class Config:
    vocab: int = 120
    width: int = 24
    hidden: int = 32
    classes: int = 4
    batch_size: int = 16
    epochs: int = 3
    extra: Dict[str, Any] = field(default_factory=dict)


class Sentences(Dataset):
    def __init__(self, count: int, vocab: int, classes: int):
        self.items = [(torch.randint(1, vocab, (5 + i % 7,)), i % classes) for i in range(count)]

    def __len__(self) -> int:
        return len(self.items)

    def __getitem__(self, index: int) -> Tuple[torch.Tensor, int]:
        return self.items[index]


def collate(batch: List[Tuple[torch.Tensor, int]]):
    words, labels = zip(*batch)
    lengths = torch.tensor([len(w) for w in words])
    return pad_sequence(words, batch_first=True), lengths, torch.tensor(labels)


class Classifier(nn.Module):
    def __init__(self, cfg: Config):
        super().__init__()
        self.embed = nn.Embedding(cfg.vocab, cfg.width, padding_idx=0)
        self.rnn = nn.LSTM(cfg.width, cfg.hidden, num_layers=2, bidirectional=True, batch_first=True, dropout=0.1)
        self.head = nn.Linear(2 * cfg.hidden, cfg.classes)

    def forward(self, words: torch.Tensor, lengths: torch.Tensor) -> torch.Tensor:
        out, _ = self.rnn(self.embed(words))
        keep = (torch.arange(words.size(1))[None, :] < lengths[:, None]).unsqueeze(-1)
        pooled = (out * keep).sum(1) / lengths[:, None].clamp(min=1)
        return self.head(pooled)


class Trainer:
    def __init__(self, model: nn.Module, cfg: Config, callback: Optional[Callable] = None):
        self.model, self.cfg = model, cfg
        self.opt = torch.optim.Adam(model.parameters())
        self.loss_fn = nn.CrossEntropyLoss(label_smoothing=0.1)
        self.callback = callback or (lambda epoch, loss: None)

    def _run(self, loader: DataLoader, train: bool = True) -> float:
        self.model.train(train)
        total, seen = 0.0, 0
        with torch.set_grad_enabled(train):
            for words, lengths, labels in loader:
                loss = self.loss_fn(self.model(words, lengths), labels)
                if train:
                    self.opt.zero_grad()
                    loss.backward()
                    self.opt.step()
                total += loss.item() * labels.size(0)
                seen += labels.size(0)
        return total / max(seen, 1)

    def fit(self, train: DataLoader, valid: DataLoader) -> float:
        best, patience, epoch = float('inf'), 2, 0
        while epoch < self.cfg.epochs and patience > 0:
            self._run(train)
            loss = self._run(valid, train=False)
            if loss < best:
                best, patience = loss, 2
            else:
                patience -= 1
            self.callback(epoch, loss)
            epoch += 1
        return best


def main():
    cfg = Config(batch_size=12, extra={'seed': 1})
    data = Sentences(101, cfg.vocab, cfg.classes)
    train, valid = random_split(data, [81, 20])
    make = lambda d, s: DataLoader(d, batch_size=cfg.batch_size, shuffle=s, collate_fn=collate)
    trainer = Trainer(Classifier(cfg), cfg, callback=lambda e, l: print(f'{e}: {l:.3f}'))
    try:
        print('best', trainer.fit(make(train, True), make(valid, False)))
    except KeyboardInterrupt:
        print('stopped')
    print(dataclasses.asdict(cfg)['width'])


if __name__ == '__main__':
    main()
